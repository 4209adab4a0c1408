import { Button, Menu } from '@mantine/core';
import { IconBan, IconChevronDown, IconCircleCheck, IconHistory, IconKey, IconMail, IconShieldOff, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { Link } from 'react-router-dom';

import type { AccountLink, User } from '../../api/client';
import { useChangeUser, useMakeAccountLink } from '../../api/peopleMutations';
import { useUserAccess } from '../../api/peopleQueries';
import { useApplianceState } from '../../api/queries';
import { useResetSecondFactor } from '../../api/secondFactor';
import { useAccess, useCurrentUser, useMakesByHand } from '../../app/CurrentUser';
import { nameOf } from '../../rights/Person';
import { Confirm } from '../../ui/Confirm';
import { Dialog } from '../../ui/Dialog';
import { useTell } from '../../ui/Toasts';
import { DeleteUser } from './DeleteUser';
import { HandOverLink } from './HandOverLink';
import classes from './users.module.css';
import { words } from './words';

type Asking = 'link' | 'mail' | 'factor' | 'disable' | 'enable' | 'delete' | null;

// Nothing where there is nothing that one may do.
export function UserOptions({ user, mayChange }: { user: User; mayChange: boolean }) {
  const me = useCurrentUser();
  const maySeeAudit = useAccess('roles') !== 'none';
  const sendsMail = useApplianceState().data?.mail ?? false;
  const [asking, ask] = useState<Asking>(null);
  // The focus comes back to where it was when a question is asked; the menu's item will be gone by then.
  const button = useRef<HTMLButtonElement>(null);
  const start = (question: Asking) => {
    button.current?.focus();
    ask(question);
  };
  const mayEnd = mayChange && me.user.id !== user.id;
  const isOff = user.state === 'disabled' || user.state === 'ended';
  // Else they sign in with nothing that is set here.
  const isOwner = useUserAccess(user.id).data?.owner ?? false;
  const hasLocalLogin = useMakesByHand() || isOwner;
  const mayLink = mayEnd && !isOff && hasLocalLogin;
  if (!mayEnd && !maySeeAudit) return null;
  return (
    <>
      <Menu position="bottom-end" width={240} withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button ref={button} variant="default" size="md" rightSection={<IconChevronDown size={16} aria-hidden />}>
            {words.options}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {maySeeAudit && (
            <Menu.Item component={Link} to={`/audit?actor=${user.id}`} leftSection={<IconHistory size={18} aria-hidden />}>
              {words.audit}
            </Menu.Item>
          )}
          {mayLink && (
            <Menu.Item leftSection={<IconKey size={18} aria-hidden />} onClick={() => start('link')}>
              {words.newLink}
            </Menu.Item>
          )}
          {mayLink && sendsMail && (
            <Menu.Item leftSection={<IconMail size={18} aria-hidden />} onClick={() => start('mail')}>
              {words.mailLink}
            </Menu.Item>
          )}
          {mayEnd && user.second_factor && (
            <Menu.Item leftSection={<IconShieldOff size={18} aria-hidden />} onClick={() => start('factor')}>
              {words.resetFactor}
            </Menu.Item>
          )}
          {mayEnd && user.state === 'disabled' && (
            <Menu.Item leftSection={<IconCircleCheck size={18} aria-hidden />} onClick={() => start('enable')}>
              {words.enable}
            </Menu.Item>
          )}
          {mayEnd && user.state !== 'disabled' && (
            <Menu.Item leftSection={<IconBan size={18} aria-hidden />} onClick={() => start('disable')}>
              {words.disable}
            </Menu.Item>
          )}
          {mayEnd && (
            <>
              <Menu.Divider />
              <Menu.Item className={classes.danger ?? ''} leftSection={<IconTrash size={18} aria-hidden />} onClick={() => start('delete')}>
                {words.delete}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {mayEnd && (
        <>
          <NewLink user={user} opened={asking === 'link'} onClose={() => ask(null)} />
          <ResetFactor user={user} opened={asking === 'factor'} onClose={() => ask(null)} />
          <MailLink user={user} opened={asking === 'mail'} onClose={() => ask(null)} />
          <Switch user={user} asking={asking} onClose={() => ask(null)} />
          <DeleteUser user={user} opened={asking === 'delete'} onClose={() => ask(null)} />
        </>
      )}
    </>
  );
}

// Asks first, because a link that waits is lost by it, then shows the new one.
function NewLink({ user, opened, onClose }: { user: User; opened: boolean; onClose: () => void }) {
  const make = useMakeAccountLink();
  const tell = useTell();
  const [made, setMade] = useState<AccountLink | null>(null);
  const confirm = () =>
    make.mutate({ id: user.id, mail: false }, { onSuccess: setMade, onError: (error) => tell.failed(error), onSettled: onClose });
  const close = () => setMade(null);
  return (
    <>
      <Confirm
        opened={opened}
        title={words.newLinkTitle(nameOf(user))}
        action={words.newLinkAction}
        harmless
        busy={make.isPending}
        returnFocus={made === null}
        onConfirm={confirm}
        onCancel={onClose}
      >
        {words.newLinkText}
      </Confirm>
      <Dialog opened={made !== null} title={words.handOverTitle(nameOf(user))} onClose={close}>
        {made && <HandOverLink user={user} link={made} onDone={close} />}
      </Dialog>
    </>
  );
}

// The same, but the link goes to the user's address and is shown to nobody.
function MailLink({ user, opened, onClose }: { user: User; opened: boolean; onClose: () => void }) {
  const make = useMakeAccountLink();
  const tell = useTell();
  const confirm = () =>
    make.mutate({ id: user.id, mail: true }, {
      onSuccess: () => tell.done(words.mailed(user.email)),
      onError: (error) => tell.failed(error),
      onSettled: onClose,
    });
  return (
    <Confirm
      opened={opened}
      title={words.mailLinkTitle(nameOf(user))}
      action={words.mailLinkAction}
      harmless
      busy={make.isPending}
      onConfirm={confirm}
      onCancel={onClose}
    >
      {words.mailLinkText(user.email)}
    </Confirm>
  );
}

function ResetFactor({ user, opened, onClose }: { user: User; opened: boolean; onClose: () => void }) {
  const reset = useResetSecondFactor();
  const tell = useTell();
  const confirm = () =>
    reset.mutate(user.id, {
      onSuccess: () => tell.done(words.factorReset(nameOf(user))),
      onError: (error) => tell.failed(error),
      onSettled: onClose,
    });
  return (
    <Confirm
      opened={opened}
      title={words.resetFactorTitle(nameOf(user))}
      action={words.resetFactorAction}
      busy={reset.isPending}
      onConfirm={confirm}
      onCancel={onClose}
    >
      {words.resetFactorText}
    </Confirm>
  );
}

// "Disable User" and "Enable User".
function Switch({ user, asking, onClose }: { user: User; asking: Asking; onClose: () => void }) {
  const change = useChangeUser(user.id);
  const tell = useTell();
  const name = nameOf(user);
  const set = (disabled: boolean) =>
    change.mutate(
      { body: { disabled }, version: user.version },
      {
        onSuccess: () => tell.done(disabled ? words.disabled(name) : words.enabled(name)),
        onError: (error) => tell.failed(error),
        onSettled: onClose,
      },
    );
  return (
    <>
      <Confirm
        opened={asking === 'disable'}
        title={words.disableTitle(name)}
        action={words.disable}
        busy={change.isPending}
        onConfirm={() => set(true)}
        onCancel={onClose}
      >
        {words.disableText}
      </Confirm>
      <Confirm
        opened={asking === 'enable'}
        title={words.enableTitle(name)}
        action={words.enable}
        harmless
        busy={change.isPending}
        onConfirm={() => set(false)}
        onCancel={onClose}
      >
        {words.enableText}
      </Confirm>
    </>
  );
}
