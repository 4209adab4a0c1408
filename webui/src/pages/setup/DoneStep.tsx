import type { Me } from '../../api/client';
import { makesTeam } from '../../ui/tiers';
import { Step } from './Step';
import classes from './Step.module.css';
import { words } from './words';

export function DoneStep({ me, onDone }: { me: Me; onDone: () => void }) {
  return (
    <Step number={5} title={words.done.title} lead={words.done.lead} submit={words.done.submit} onSubmit={onDone}>
      <dl className={classes.facts}>
        <dt>{makesTeam(me.license) ? words.done.team : words.done.organization}</dt>
        <dd>{me.organization.name}</dd>
        <dt>{words.done.id}</dt>
        <dd>{me.organization.id}</dd>
        <dt>{words.done.account}</dt>
        <dd>
          {me.user.first_name} {me.user.last_name} ({me.user.email})
        </dd>
      </dl>
    </Step>
  );
}
