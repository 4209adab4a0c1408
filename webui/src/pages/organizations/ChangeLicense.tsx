import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';

import { type OrganizationSize, useChangeLicense } from '../../api/organizations';
import { Dialog } from '../../ui/Dialog';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { tierNames } from '../../ui/tiers';
import { useTell } from '../../ui/Toasts';
import { TierChoice } from './TierChoice';
import { words } from './words';

export function ChangeLicense({ organization }: { organization: OrganizationSize }) {
  const { name } = organization;
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="compact-sm" variant="default" aria-label={words.changeLicenseOf(name)} onClick={dialog.open}>
        {words.changeLicense}
      </Button>
      <Dialog opened={opened} title={words.changeLicenseTitle(name)} onClose={dialog.close}>
        <LicenseForm organization={organization} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

function LicenseForm({ organization: { id, name, license }, onClose }: { organization: OrganizationSize; onClose: () => void }) {
  const change = useChangeLicense(id);
  const tell = useTell();
  const [tier, setTier] = useState(license);
  const submit = () => {
    if (tier === license) return onClose();
    change.mutate(tier, {
      onSuccess: () => {
        tell.done(words.licenseChanged(name, tierNames[tier]));
        onClose();
      },
    });
  };
  return (
    <Form error={change.error} label={words.save} busy={change.isPending} onSubmit={submit} onCancel={onClose}>
      <Text c="var(--quiet)">{words.changeLicenseText}</Text>
      <TierChoice tier={tier} error={fieldErrors(change.error).license} onChange={setTier} />
    </Form>
  );
}
