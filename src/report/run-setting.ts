import { isLocalUrl } from '../local-url.ts';
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
    targetIsLocal: target.reference || isLocalUrl(target.url),
    ...(calibration === undefined ? {} : { calibration }),
  };
}
