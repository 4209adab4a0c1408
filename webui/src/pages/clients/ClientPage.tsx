import { Badge } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useNavigate, useParams } from 'react-router-dom';

import type { Machine, Versioned } from '../../api/client';
import { useClient, useSessions } from '../../api/queries';
import { useAccess } from '../../app/CurrentUser';
import { groupDigits } from '../../ui/address';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { ConnectButton } from '../../ui/ConnectButton';
import { Copyable } from '../../ui/Copyable';
import { encoderName } from '../../ui/encoder';
import { Facts } from '../../ui/Facts';
import { Listing } from '../../ui/Listing';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { listOf } from '../../ui/pages';
import { platformName } from '../../ui/platform';
import { captureName, screenKind, screenWords } from '../../ui/screen';
import { EmptyState } from '../../ui/States';
import { OnlineStatus } from '../../ui/Status';
import { Tags } from '../../ui/Tags';
import { TextLink } from '../../ui/TextLink';
import { SessionTable } from '../sessions/SessionTable';
import { words as sessionWords } from '../sessions/words';
import { ChangedKey } from './ChangedKey';
import classes from './ClientPage.module.css';
import { DeviceKey } from './DeviceKey';
import { CloneWarning } from './CloneWarning';
import { EditMachine } from './EditMachine';
import { HelpRequested } from './HelpRequested';
import { LastSeen } from './LastSeen';
import { NeedsApproval } from './NeedsApproval';
import { OpeningHours } from './OpeningHours';
import { RemoveMachine } from './RemoveMachine';
import { words } from './words';

const back = { to: '/clients', label: words.back };

export default function ClientPage() {
  const { id = '' } = useParams();
  const query = useClient(id);
  return (
    <Loaded
      query={query}
      title={words.oneClient}
      back={back}
      missing={{ title: words.missing, text: words.missingText }}
    >
      {(machine) => <MachineDetails machine={machine} />}
    </Loaded>
  );
}

function MachineDetails({ machine }: { machine: Versioned<Machine> }) {
  const maySeeSessions = useAccess('sessions') !== 'none';
  const navigate = useNavigate();
  const shown = screenKind(machine.capture);
  const offered = machine.offered_device_key_fingerprint;
  return (
    <Page
      title={machine.name || groupDigits(machine.id)}
      lead={
        <span className={classes.status}>
          <OnlineStatus online={machine.online} />
          {machine.this_machine && <Badge variant="light">{words.thisMachine}</Badge>}
          {machine.mode === 'portable' && (
            <Badge variant="light" color="gray">
              {words.portable}
            </Badge>
          )}
        </span>
      }
      visited
      back={back}
      actions={
        <>
          <EditMachine machine={machine} />
          <RemoveMachine machine={machine} />
          <div className={classes.connect}>
            <ConnectButton machine={machine} size="md" />
          </div>
        </>
      }
    >
      <div className={classes.stack}>
        <HelpRequested machine={machine} />
        {offered && <ChangedKey machine={machine} offered={offered} />}
        <CloneWarning clone={machine.clone} />
        <Card title={words.about}>
          <Facts
            rows={[
              [words.facts.id, <Copyable text={machine.id} shown={groupDigits(machine.id)} />],
              [words.facts.alias, machine.alias && <Copyable text={machine.alias} />],
              [words.facts.comment, machine.comment],
              [
                words.facts.tags,
                machine.tags.length > 0 && <Tags tags={machine.tags} onPick={(tag) => navigate(`/clients?${new URLSearchParams({ tag })}`)} />,
              ],
              [words.facts.seen, <LastSeen machine={machine} />],
              [words.facts.system, machine.os],
              [words.facts.platform, platformName(machine.platform)],
              [words.facts.version, machine.version],
              [words.facts.user, machine.user],
              [words.facts.mode, machine.this_machine ? words.ofThisMachine : words.mode[machine.mode]],
              [words.facts.screen, words.screen(machine.width, machine.height)],
              [words.facts.shown, shown ? screenWords[shown].long : words.unknown],
              [words.facts.capture, captureName(machine.capture) || words.unknown],
              [words.facts.unattended, machine.unattended ? words.unattendedOn : words.unattendedOff],
              [words.facts.link, machine.round_trip_ms !== null && words.roundTrip(machine.round_trip_ms)],
              [words.facts.encoders, encodersOf(machine)],
              [words.facts.added, <When iso={machine.created_at} />],
            ]}
          />
        </Card>
        <OpeningHours machine={machine} />
        <NeedsApproval machine={machine} />
        {!offered && <DeviceKey machine={machine} />}
        {maySeeSessions && <History clientId={machine.id} />}
      </div>
    </Page>
  );
}

// A viewer and the machine agree on one when they meet; before that there is none.
function encodersOf({ encoders, active_sessions }: Machine): string {
  if (encoders.length > 0) return encoders.map(encoderName).join('; ');
  return active_sessions > 0 ? words.unknown : words.notEncoding;
}

const noHistory = (
  <EmptyState icon={<IconHistory size={24} />} title={words.noHistory}>
    {words.noHistoryText}
  </EmptyState>
);

function History({ clientId }: { clientId: string }) {
  const query = useSessions({ clientId });
  const { rows, more } = listOf(query);
  return (
    <Card title={words.history} flush aside={<TextLink to={`/sessions?client=${clientId}`}>{sessionWords.ofMachine}</TextLink>}>
      <Listing query={query} rows={rows} empty={noHistory}>
        <SessionTable layout="machine" label={words.historyLabel} sessions={rows} more={more} />
      </Listing>
    </Card>
  );
}
