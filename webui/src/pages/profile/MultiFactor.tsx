import { Badge, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

import { useSecondFactor } from '../../api/secondFactor';
import { useCurrentUser } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Dialog } from '../../ui/Dialog';
import { EditFactors } from './EditFactors';
import { factorWords as words } from './factorWords';
import classes from './ProfilePage.module.css';

export function MultiFactor({ mayEdit }: { mayEdit: boolean }) {
  const { second_factor: on } = useCurrentUser();
  const state = useSecondFactor();
  const [editing, edit] = useDisclosure(false);
  return (
    <Card
      title={words.title}
      aside={
        mayEdit && (
          <Button variant="default" size="xs" aria-label={`${words.edit}: ${words.title}`} onClick={edit.open}>
            {words.edit}
          </Button>
        )
      }
      className={classes.wide}
    >
      <p className={classes.factor}>
        <Badge variant="light" color={on ? undefined : 'gray'}>
          {on ? words.on : words.off}
        </Badge>
        <span>{on ? words.onText : words.offText}</span>
      </p>
      {on && state.data && <p className={classes.hint}>{words.codes + ': ' + words.codesLeft(state.data.recovery_codes_left)}</p>}
      <Dialog opened={editing} title={words.title} onClose={edit.close} wide>
        <EditFactors onDone={edit.close} />
      </Dialog>
    </Card>
  );
}
