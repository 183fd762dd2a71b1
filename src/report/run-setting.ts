import type { RunSetting } from '../judge/run-setting.ts';
import type { RunReport } from './run-report.ts';

/** What the judge is told of where a report's runs took place. */
export function settingOf({
  machine,
  target,
  calibration,
}: Pick<RunReport, 'machine' | 'target' | 'calibration'>): RunSetting {
  return {
    cores: machine.cores,
    targetIsLocal: target.reference || isLoopback(target.url),
    ...(calibration === undefined ? {} : { calibration }),
  };
}

/** Whether a URL leads to the machine that it is read on: a loopback address or name, or a Unix socket. */
function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'http+unix:' ||
    hostname === '[::1]' ||
    /^127(?:\.\d+){3}$/u.test(hostname) ||
    /^(?:.+\.)?localhost$/u.test(hostname)
  );
}
