import { When } from '../ui/Clock';
import { Fingerprint } from '../ui/Fingerprint';
import type { Controls } from './controls';
import type { Seal } from './deviceKey';
import classes from './viewer.module.css';

// What a person can check about who is at the other end.
export function ConnectionPanel({ controls: { seal, relay } }: { controls: Controls }) {
  if (!seal) return null;
  return (
    <div className={classes.panel}>
      <div>
        <h2 className={classes.panelTitle}>Sealed end to end</h2>
        <p className={classes.compare}>
          <span className={classes.quiet}>Code</span> <code>{seal.comparisonCode}</code>
        </p>
        <p className={classes.quiet}>
          The machine’s log shows the same code for this session. If it shows another one, somebody sits in between.
        </p>
      </div>
      <div>
        <h2 className={classes.panelTitle}>{relay === undefined ? 'Through the appliance' : `Through relay ${relay}`}</h2>
        <p className={classes.quiet}>
          {relay === undefined
            ? 'No relay is known to be a shorter way.'
            : 'The shortest way from this browser to the machine. A relay can’t read what passes.'}
        </p>
      </div>
      <div>
        <h2 className={classes.panelTitle}>Key of the machine</h2>
        <div className={classes.panelKey}>
          <Fingerprint text={seal.fingerprint} of="Key of the machine" />
        </div>
        <p className={classes.quiet}>
          <KnownSince seal={seal} />
        </p>
      </div>
    </div>
  );
}

function KnownSince({ seal }: { seal: Seal }) {
  if (!seal.isRemembered) return 'This browser stores nothing, so it will not notice when the key changes.';
  if (seal.isFirstContact) return 'Seen here for the first time. This browser remembers it from now on; another one does not know it yet.';
  return (
    <>
      Known to this browser since <When iso={new Date(seal.knownSince).toISOString()} />.
    </>
  );
}
