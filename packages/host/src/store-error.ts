import { AuditError, isAuditError } from '@trailhound/core';

/** Wraps a file system error and names the folder; otherwise the core would think that the vendor does not answer. */
export function storeError(folder: string): (failed: unknown) => never {
  return (failed) => {
    if (isAuditError(failed)) throw failed;
    const { code = 'it failed' } = failed as NodeJS.ErrnoException;
    throw new AuditError(
      {
        code: 'unavailable',
        message: `Tokens cannot be stored in ${folder} (${code})`,
        hint: `Make ${folder} a folder that this user can write to: without it the vendor is not asked for new tokens.`,
      },
      { cause: failed },
    );
  };
}
