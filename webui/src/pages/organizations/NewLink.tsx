import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

import { type NewOrganization, type OrganizationSize, useRenewFoundersLink } from '../../api/organizations';
import { LinkDialog, NewLinkForm } from '../../ui/LinkDialog';
import { FoundersLink } from './FoundersLink';
import { words } from './words';

// Until its Owner has set a password, another link can be made.
export function NewLink({ organization: { id, name } }: { organization: OrganizationSize }) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="compact-sm" variant="light" aria-label={words.newLinkOf(name)} onClick={dialog.open}>
        {words.newLink}
      </Button>
      <LinkDialog<NewOrganization>
        opened={opened}
        title={words.newLinkTitle(name)}
        linkTitle={() => words.linkTitle(name)}
        mailed={() => words.mailed(name)}
        onClose={dialog.close}
        form={(onMade, onCancel) => <Form id={id} onMade={onMade} onCancel={onCancel} />}
        link={(made, onDone) => <FoundersLink made={made} onDone={onDone} />}
      />
    </>
  );
}

function Form({ id, onMade, onCancel }: { id: string; onMade: (made: NewOrganization) => void; onCancel: () => void }) {
  const renew = useRenewFoundersLink();
  return (
    <NewLinkForm
      text={words.newLinkText}
      action={words.newLinkAction}
      busy={renew.isPending}
      error={renew.error}
      onSubmit={(mail) => renew.mutate({ id, mail }, { onSuccess: onMade })}
      onCancel={onCancel}
    />
  );
}
