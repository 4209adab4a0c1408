import { When } from '../ui/Clock';
import { Fingerprint } from '../ui/Fingerprint';
import type { Controls } from './controls';
import type { Seal } from './deviceKey';
import classes from './viewer.module.css';
import { words } from './words';

// What a person can check about who is at the other end.
export function ConnectionPanel({ controls: { seal, relay } }: { controls: Controls }) {
  if (!seal) return null;
  return (
    <div className={classes.panel}>
      <div>
        <h2 className={classes.panelTitle}>{words.sealed}</h2>
        <p className={classes.compare}>
          <span className={classes.quiet}>{words.code}</span> <code>{seal.comparisonCode}</code>
        </p>
        <p className={classes.quiet}>{words.codeText}</p>
      </div>
      <div>
        <h2 className={classes.panelTitle}>{relay === undefined ? words.throughAppliance : words.throughRelay(relay)}</h2>
        <p className={classes.quiet}>{relay === undefined ? words.applianceText : words.relayText}</p>
      </div>
      <div>
        <h2 className={classes.panelTitle}>{words.machineKey}</h2>
        <div className={classes.panelKey}>
          <Fingerprint text={seal.fingerprint} of={words.machineKey} />
        </div>
        <p className={classes.quiet}>
          <KnownSince seal={seal} />
        </p>
      </div>
    </div>
  );
}

function KnownSince({ seal }: { seal: Seal }) {
  if (!seal.isRemembered) return words.nothingStored;
  if (seal.isFirstContact) return words.firstContact;
  return (
    <>
      {words.knownSince} <When iso={new Date(seal.knownSince).toISOString()} />.
    </>
  );
}
