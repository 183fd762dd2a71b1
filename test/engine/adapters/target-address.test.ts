import { describe, expect, it } from 'vitest';
import { parseTargetUrl, resolveAddresses } from '../../../src/engine/adapters/target-address.ts';

describe('a target URL', () => {
  it.each([
    ['http://host', false, 'host', 80, 'host', ''],
    ['http://host:80/', false, 'host', 80, 'host', ''],
    ['http://host:8080/api/', false, 'host', 8080, 'host:8080', '/api'],
    ['https://host/a/b//', true, 'host', 443, 'host', '/a/b'],
    ['https://host:8443', true, 'host', 8443, 'host:8443', ''],
    ['http://[::1]:8080', false, '::1', 8080, '[::1]:8080', ''],
    ['http://[::1]', false, '::1', 80, '[::1]', ''],
    ['http://127.0.0.1:1', false, '127.0.0.1', 1, '127.0.0.1:1', ''],
  ])('%s', (url, secure, hostname, port, hostHeader, basePath) => {
    expect(parseTargetUrl(url)).toEqual({ secure, hostname, port, hostHeader, basePath });
  });

  it.each([
    ['host:8080', /must begin with http:, https: or http\+unix:, got host:/u],
    ['', /must be a URL/u],
    ['ws://host', /got ws:/u],
    ['http://user@host', /credentials/u],
    ['http://host/?a=b', /a query/u],
    ['http://host/#a', /fragment/u],
    ['http+unix:///run/a.sock', /path of the socket in place of the host/u],
    ['http+unix://run.sock/a', /an absolute path of the socket, got "run\.sock"/u],
    ['http+unix://%2Frun%2Fa.sock:80/', /a port beside the path of a socket, got 80/u],
    ['http+unix://%2Frun%2F%ff.sock', /not percent-encoded UTF-8/u],
    ['http+unix://%2Frun%2Fa%00b', /NUL/u],
    [`http+unix://${encodeURIComponent(`/${'a'.repeat(107)}`)}`, /of 108 bytes, and a system takes at most 107/u],
    ['http+unix://%2Frun%2Fa.sock/?a=b', /a query/u],
    ['https+unix://%2Frun%2Fa.sock', /got https\+unix:/u],
  ])('%s is refused', (url, message) => {
    expect(() => parseTargetUrl(url)).toThrow(message);
  });

  it.each([
    ['http+unix://%2Frun%2Fdoc-rag.sock', '/run/doc-rag.sock', ''],
    ['http+unix://%2Frun%2Fdoc-rag.sock/base/', '/run/doc-rag.sock', '/base'],
    ['http+unix://%2FRun%2FA%20b%C3%A9.sock/x', '/Run/A bé.sock', '/x'],
    [`http+unix://${encodeURIComponent(`/${'a'.repeat(106)}`)}`, `/${'a'.repeat(106)}`, ''],
  ])('%s names a Unix socket', async (url, socketPath, basePath) => {
    const target = parseTargetUrl(url);
    const local = { secure: false, hostname: 'localhost', port: 0, hostHeader: 'localhost' };
    expect(target).toEqual({ ...local, socketPath, basePath });
    expect(await resolveAddresses(target)).toEqual(['localhost']);
  });

  it('that holds a password never shows it', () => {
    expect(() => parseTargetUrl('http://u:hunter2@host')).toThrow(/^(?!.*hunter2)/u);
  });

  it('of an IP address needs no look-up, and an unknown name stays a name', async () => {
    expect(await resolveAddresses(parseTargetUrl('http://[::1]:8080'))).toEqual(['::1']);
    expect(await resolveAddresses(parseTargetUrl('http://nowhere.invalid'))).toEqual(['nowhere.invalid']);
  });
});
