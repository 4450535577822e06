import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

type Content = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/**
 * Streams a file into n8n's binary data. n8n's stores on disk accept any iterable of chunks. A store that needs a
 * buffer fails before it takes the first chunk, and then gets the whole file at once.
 */
export async function keepFile(
  { helpers }: IExecuteFunctions,
  pieces: AsyncIterable<Buffer>,
  name: string,
  type: string,
): Promise<IBinaryData> {
  let begun = false;
  async function* watched(): AsyncGenerator<Buffer> {
    begun = true;
    yield* pieces;
  }
  try {
    return await helpers.prepareBinaryData(watched() as unknown as Content, name, type);
  } catch (thrown) {
    if (begun) return await Promise.reject(thrown);
    const whole: Buffer[] = [];
    for await (const piece of pieces) whole.push(piece);
    return await helpers.prepareBinaryData(Buffer.concat(whole), name, type);
  }
}
