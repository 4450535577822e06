import { expect, test } from 'vitest';
import { s3, S3_KEY } from './s3.ts';

test('The bucket that stands for S3 takes nothing that is not signed', async () => {
  const bucket = await s3('audit-logs');
  const claims = `Credential=${S3_KEY.accessKeyId}/20261120/eu-central-1/s3/aws4_request`;
  const signatures = [
    undefined,
    'Basic abc',
    `AWS4-HMAC-SHA256 ${claims}, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
  ];
  for (const authorization of signatures) {
    const headers = authorization === undefined ? {} : { authorization };
    const { status } = await fetch(`${bucket.url}/audit-logs/a`, { method: 'PUT', body: 'x', headers });
    expect(status).toBe(403);
  }
  await bucket.close();
  expect(bucket.received.size).toBe(0);
});
