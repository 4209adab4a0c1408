import { When } from '../ui/Clock';
import { Fingerprint } from '../ui/Fingerprint';
import { available, listed, unavailable, type Permission } from '../ui/permissions';
import type { Permissions } from '../wire/permissions';
import type { Controls } from './controls';
import type { Seal } from './deviceKey';
import classes from './panels.module.css';
import { words } from './words';

// What a person can check about who is at the other end.
export function ConnectionPanel({ controls: { seal, relay, permissions } }: { controls: Controls }) {
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
      {permissions && <Allowed permissions={permissions} />}
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

const grantedBy: Partial<Record<Permission, keyof Permissions>> = {
  view_screen: 'viewScreen',
  keyboard: 'keyboard',
  pointer: 'pointer',
  clipboard_to_device: 'clipboardToMachine',
  clipboard_from_device: 'clipboardFromMachine',
  resize_screen: 'resizeScreen',
  elevation: 'elevation',
};

function Allowed({ permissions }: { permissions: Permissions }) {
  const has = (name: Permission) => {
    const key = grantedBy[name];
    return key !== undefined && permissions[key];
  };
  const refused = available.filter((name) => !has(name));
  return (
    <div>
      <h2 className={classes.panelTitle}>{words.allowed}</h2>
      <p className={classes.allowed}>{listed(available.filter(has))}</p>
      {refused.length > 0 && <p className={classes.quiet}>{words.notAllowed(listed(refused))}</p>}
      <p className={classes.quiet}>{words.notAvailable(listed(unavailable))}</p>
    </div>
  );
}
