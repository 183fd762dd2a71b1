import { describe, expect, it } from 'vitest';
import { readProcessLimits } from '../../src/engine/process-limits.ts';

const linux: Readonly<Record<string, string>> = {
  '/proc/sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
  '/proc/net/sockstat':
    'sockets: used 311\nTCP: inuse 100 orphan 7 tw 30 alloc 140 mem 2\nUDP: inuse 3 mem 1\nFRAG: inuse 0 memory 0\n',
  '/proc/net/sockstat6': 'TCP6: inuse 12\nUDP6: inuse 1\n',
  '/proc/self/limits':
    'Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 524288               files     \n',
};

function limits(files: Readonly<Record<string, string | undefined>>, open: number | undefined = 24) {
  return readProcessLimits(
    (file) => files[file],
    () => open,
  );
}

describe('the limits of the process', () => {
  it('are the ports that no TCP socket holds and the files that are not open', () => {
    expect(limits(linux)).toEqual({ portsLeft: 28_232 - 100 - 30 - 12, filesLeft: 1_000 });
  });

  it('count a machine without IPv6', () => {
    expect(limits({ ...linux, '/proc/net/sockstat6': undefined }).portsLeft).toBe(28_232 - 130);
  });

  it('are never below 0', () => {
    const full = { ...linux, '/proc/sys/net/ipv4/ip_local_port_range': '40000 40009' };
    expect(limits(full, 5_000)).toEqual({ portsLeft: 0, filesLeft: 0 });
  });

  it.each([
    [
      'an unlimited number of files',
      { '/proc/self/limits': 'Max open files  unlimited  unlimited  files' },
      ['portsLeft'],
    ],
    ['no port range', { '/proc/sys/net/ipv4/ip_local_port_range': undefined }, ['filesLeft']],
    ['no table of sockets', { '/proc/net/sockstat': undefined }, ['filesLeft']],
  ])('with %s leave that figure out', (_, other, left) => {
    expect(Object.keys(limits({ ...linux, ...other }))).toEqual(left);
  });

  it.each(['EMFILE', 'ENFILE'])('are no file at all when not even /proc can be opened (%s)', (code) => {
    const refuse = (): never => {
      throw Object.assign(new Error('too many open files'), { code });
    };
    expect(readProcessLimits(refuse, refuse)).toEqual({ filesLeft: 0 });
    expect(readProcessLimits((file) => linux[file], refuse)).toEqual({ filesLeft: 0 });
  });

  it('are not told by an error of another kind', () => {
    expect(() =>
      readProcessLimits(() => {
        throw new Error('a bug');
      }),
    ).toThrow('a bug');
  });

  it('are empty where there is no /proc', () => {
    expect(
      readProcessLimits(
        () => undefined,
        () => undefined,
      ),
    ).toEqual({});
  });
});
