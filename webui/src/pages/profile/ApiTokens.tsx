import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconApi } from '@tabler/icons-react';

import { useOwnTokens, useRevokeOwnToken } from '../../api/apiTokens';
import { TokenTable } from '../../rights/TokenTable';
import { tokenWords as words } from '../../rights/tokenWords';
import { Card } from '../../ui/Card';
import { Dialog } from '../../ui/Dialog';
import { Listing } from '../../ui/Listing';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { CreateToken } from './CreateToken';
import classes from './ProfilePage.module.css';

const none = (
  <EmptyState icon={<IconApi size={24} />} title={words.none}>
    {words.noneText}
  </EmptyState>
);

export function ApiTokens({ mayEdit }: { mayEdit: boolean }) {
  const query = useOwnTokens();
  const revoke = useRevokeOwnToken();
  const { rows, more } = listOf(query);
  return (
    <Card title={words.title} aside={mayEdit && <NewToken />} flush className={classes.wide}>
      <Listing query={query} rows={rows} empty={none}>
        <TokenTable label={words.title} rows={rows} more={more} revoke={mayEdit ? revoke : undefined} />
      </Listing>
    </Card>
  );
}

function NewToken() {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="xs" onClick={dialog.open}>
        {words.create}
      </Button>
      <Dialog opened={opened} title={words.createTitle} onClose={dialog.close} wide>
        <CreateToken onClose={dialog.close} />
      </Dialog>
    </>
  );
}
