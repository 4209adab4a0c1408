import { Badge, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

import { type Invitation, type NewInvitation, useInvitations, useRenewInvitation, useWithdrawInvitation } from '../../api/invitations';
import { useMakesByHand } from '../../app/CurrentUser';
import { NameAndEmail, nameOf } from '../../rights/Person';
import { AskedAction } from '../../ui/AskedAction';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { LinkDialog, NewLinkForm } from '../../ui/LinkDialog';
import { Listing } from '../../ui/Listing';
import { listOf } from '../../ui/pages';
import { ofInvitation } from './InviteUser';
import classes from './users.module.css';
import { words } from './words';

const shown: Column<Invitation>[] = [
  {
    title: words.invitationColumns.name,
    kind: 'lead',
    cell: (invitation) => <NameAndEmail email={invitation.email}>{nameOf(invitation)}</NameAndEmail>,
  },
  { title: words.invitationColumns.by, cell: ({ invited_by }) => invited_by },
  {
    title: words.invitationColumns.good,
    cell: ({ expired, expires_at }) =>
      expired ? (
        <Badge variant="light" color="gray">
          {words.lapsed}
        </Badge>
      ) : (
        <When iso={expires_at} />
      ),
  },
];
const acting: Column<Invitation> = {
  title: words.invitationColumns.actions,
  kind: 'action',
  cell: (invitation) => <Actions invitation={invitation} />,
};

function Actions({ invitation }: { invitation: Invitation }) {
  const byHand = useMakesByHand();
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {byHand && <Renew invitation={invitation} />}
      <Withdraw invitation={invitation} />
    </Group>
  );
}

// Who may come in, and is not there yet.
export function Invitations({ mayEdit }: { mayEdit: boolean }) {
  const query = useInvitations();
  const { rows, more } = listOf(query);
  return (
    <Card title={words.invitations} flush className={classes.below}>
      <p className={classes.underTitle}>{rows?.length === 0 ? words.noInvitations : words.invitationsText}</p>
      <Listing query={query} rows={rows} empty={null}>
        <DataTable
          label={words.invitations}
          columns={mayEdit ? [...shown, acting] : shown}
          rows={rows}
          rowKey={({ id }) => id}
          more={more}
        />
      </Listing>
    </Card>
  );
}

function Renew({ invitation }: { invitation: Invitation }) {
  const [opened, dialog] = useDisclosure(false);
  const name = nameOf(invitation);
  return (
    <>
      <Button variant="default" size="xs" aria-label={words.renewOf(name)} onClick={dialog.open}>
        {words.renew}
      </Button>
      <LinkDialog<NewInvitation>
        opened={opened}
        title={words.renewTitle(name)}
        {...ofInvitation}
        onClose={dialog.close}
        form={(onMade, onCancel) => <RenewForm id={invitation.id} onMade={onMade} onCancel={onCancel} />}
      />
    </>
  );
}

function RenewForm({ id, onMade, onCancel }: { id: string; onMade: (made: NewInvitation) => void; onCancel: () => void }) {
  const renew = useRenewInvitation();
  return (
    <NewLinkForm
      text={words.renewText}
      action={words.renewAction}
      busy={renew.isPending}
      error={renew.error}
      onSubmit={(mail) => renew.mutate({ id, mail }, { onSuccess: onMade })}
      onCancel={onCancel}
    />
  );
}

function Withdraw({ invitation }: { invitation: Invitation }) {
  const withdraw = useWithdrawInvitation();
  const name = nameOf(invitation);
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="xs" aria-label={words.withdrawOf(name)} onClick={ask}>
          {words.withdraw}
        </Button>
      )}
      title={words.withdrawTitle(name)}
      action={words.withdraw}
      mutation={withdraw}
      argument={invitation.id}
      done={words.withdrawn(name)}
    >
      {words.withdrawText}
    </AskedAction>
  );
}
