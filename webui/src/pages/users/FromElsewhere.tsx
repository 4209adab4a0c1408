import { Alert } from '@mantine/core';
import { IconUserOff } from '@tabler/icons-react';

import { useAccess, useCurrentUser, useFeature } from '../../app/CurrentUser';
import { providerNames } from '../../ui/providers';
import { TextLink } from '../../ui/TextLink';
import { words } from './words';

// Why nobody is created or invited here.
export function FromElsewhere() {
  const { user_provider } = useCurrentUser();
  const hasProviders = useFeature('user_providers');
  const maySee = useAccess('organization') !== 'none' && hasProviders;
  return (
    <Alert color="gray" variant="light" mb="lg" icon={<IconUserOff size={20} aria-hidden />}>
      {words.fromElsewhere(providerNames[user_provider])} {maySee && <TextLink to="/user-providers">{words.toProviders}</TextLink>}
    </Alert>
  );
}
