import { AuditError, isAuditError } from '@trailhound/core';

/** Says what the system refused with the folder that it was about: the core takes it for the vendor's silence otherwise. */
export function storeError(folder: string): (failed: unknown) => never {
  return (failed) => {
    if (isAuditError(failed)) throw failed;
    const { code = 'it failed' } = failed as NodeJS.ErrnoException;
    throw new AuditError(
      {
        code: 'unavailable',
        message: `Tokens cannot be kept in ${folder} (${code})`,
        hint: `Make ${folder} a folder that this user can write to: the vendor is not asked before tokens can be kept.`,
      },
      { cause: failed },
    );
  };
}
