import { providers, type Provider, type Send } from '@trailhound/core';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Host } from './host.ts';

/** The fields that providers declare secret, and the tokens that n8n stores with them. */
const SECRET_FIELDS = new Set([
  ...Object.values<Provider>(providers).flatMap(({ credentials }) =>
    Object.values(credentials).flatMap(({ schema }) =>
      Object.entries(schema.shape).flatMap(([name, field]) => (field.meta()?.['secret'] === true ? [name] : [])),
    ),
  ),
  'access_token',
  'refresh_token',
  'id_token',
]);

const REFUSED = 400;

/**
 * The secrets of a credential, and a `send` that reloads them after a rejection, because n8n renews tokens by itself.
 */
export function withSecrets(
  { host, type, credential }: { host: Host; type: string; credential: ICredentialDataDecryptedObject },
  send: Send,
): { readonly send: Send; readonly secrets: () => readonly string[] } {
  const known = new Set(secretsIn(credential));
  const readAgain = async (): Promise<void> => {
    for (const secret of secretsIn(await host.credential(type).catch(() => ({})))) known.add(secret);
  };
  return {
    secrets: () => [...known],
    send: async (request, options) => {
      const sending = send(request, options);
      const isRefused = await sending.then(
        ({ status }) => status >= REFUSED,
        () => true,
      );
      if (isRefused) await readAgain();
      return sending;
    },
  };
}

function secretsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    typeof member === 'string' ? (SECRET_FIELDS.has(name) ? [member] : []) : secretsIn(member),
  );
}
