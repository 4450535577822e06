const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/;

/** Whether a host is this machine, which others cannot reach. */
export function isThisMachine(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Whether a URL is safe from eavesdropping and tampering: https, or loopback. */
export function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname));
}
