import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';

import { type NewOrganization, type OrganizationSize, useRenewFoundersLink } from '../../api/organizations';
import { useApplianceState } from '../../api/queries';
import { Dialog } from '../../ui/Dialog';
import { FormError } from '../../ui/FormError';
import { useTell } from '../../ui/Toasts';
import { LinkByMail } from '../users/LinkByMail';
import { FoundersLink } from './FoundersLink';
import { words } from './words';

// Until its Owner has set a password, another link can be made.
export function NewLink({ organization }: { organization: OrganizationSize }) {
  const { name } = organization;
  const [opened, dialog] = useDisclosure(false);
  const [made, setMade] = useState<NewOrganization | null>(null);
  const tell = useTell();
  const close = () => {
    dialog.close();
    setMade(null);
  };
  const isMade = (link: NewOrganization) => {
    if (link.link !== null) return setMade(link);
    tell.done(words.mailed(name));
    close();
  };
  return (
    <>
      <Button size="compact-sm" variant="light" aria-label={words.newLinkOf(name)} onClick={dialog.open}>
        {words.newLink}
      </Button>
      <Dialog opened={opened} title={made ? words.linkTitle(name) : words.newLinkTitle(name)} onClose={close}>
        {made ? <FoundersLink made={made} onDone={close} /> : <Question id={organization.id} onMade={isMade} onCancel={close} />}
      </Dialog>
    </>
  );
}

function Question({ id, onMade, onCancel }: { id: string; onMade: (made: NewOrganization) => void; onCancel: () => void }) {
  const renew = useRenewFoundersLink();
  const sendsMail = useApplianceState().data?.mail ?? false;
  const [byMail, setByMail] = useState(true);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    renew.mutate({ id, mail: sendsMail && byMail }, { onSuccess: onMade });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{words.newLinkText}</Text>
        <FormError error={renew.error} />
        {sendsMail && <LinkByMail byMail={byMail} onChange={setByMail} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={renew.isPending}>
            {words.newLinkAction}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
