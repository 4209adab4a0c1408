import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';

import type { NewEnrolmentToken } from '../../api/client';
import { useAccess } from '../../app/CurrentUser';
import { Page } from '../../ui/Page';
import { EmptyState } from '../../ui/States';
import classes from './AddMachinePage.module.css';
import { NewToken } from './NewToken';
import { TokenForm } from './TokenForm';
import { Tokens } from './Tokens';
import { addWords as words } from './words';

const back = { to: '/clients', label: words.back };

export default function AddMachinePage() {
  const mayAdd = useAccess('clients') === 'edit';
  const [made, setMade] = useState<NewEnrolmentToken | null>(null);
  return (
    <Page title={words.title} lead={words.lead} back={back}>
      {mayAdd ? (
        <div className={classes.stack}>
          {made ? <NewToken made={made} onAnother={() => setMade(null)} /> : <TokenForm onMade={setMade} />}
          <Tokens />
        </div>
      ) : (
        <EmptyState icon={<IconLock size={24} />} title={words.notAllowed}>
          {words.notAllowedText}
        </EmptyState>
      )}
    </Page>
  );
}
