/** Whether a URL leads to the machine that it is read on: a loopback address or name, or a Unix socket. */
export function isLocalUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'http+unix:' ||
    hostname === '[::1]' ||
    /^127(?:\.\d+){3}$/u.test(hostname) ||
    /^(?:.+\.)?localhost$/u.test(hostname)
  );
}
