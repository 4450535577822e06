import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

type Content = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/**
 * Keeps a file among n8n's binary data while it is being made. n8n's stores on disk take any source of pieces; a store
 * that wants more than that says so before it takes the first one, and gets the file whole.
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
