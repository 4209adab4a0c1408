import { Button, Stack, Title } from '@mantine/core';
import type { FormEvent } from 'react';
import { Link } from 'react-router-dom';

import type { Me } from '../../api/client';
import { type InvitationOffer, useJoinByInvitation } from '../../api/invitations';
import { useStartAs } from '../../api/mutations';
import { ConfirmIdentity } from '../../app/ConfirmIdentity';
import { CurrentUser } from '../../app/CurrentUser';
import entry from '../../ui/Entry.module.css';
import { EntryLayout } from '../../ui/EntryLayout';
import { FormError } from '../../ui/FormError';
import { usePageTitle } from '../../ui/usePageTitle';
import { words } from './words';

interface JoinProps {
  token: string;
  offer: InvitationOffer;
  me: Me;
  onDone: (offer: InvitationOffer) => void;
  onFailed: (error: unknown) => void;
}

// For who has an account elsewhere on this appliance: says what becomes of it, then moves it.
export function Join({ token, offer, me, onDone, onFailed }: JoinProps) {
  const join = useJoinByInvitation();
  const startAs = useStartAs();
  const to = offer.organization.name;
  const from = me.organization.name;
  const heading = usePageTitle(words.join(to));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate(token, {
      onSuccess: (joined) => {
        onDone(joined);
        startAs(null);
      },
      onError: onFailed,
    });
  };
  return (
    <CurrentUser.Provider value={me}>
      <EntryLayout>
        <form onSubmit={submit}>
          <Stack gap="lg">
            <div>
              <Title order={1} ref={heading} tabIndex={-1}>
                {words.join(to)}
              </Title>
              <p className={entry.text}>{words.joinText(offer.invited_by, from, to)}</p>
            </div>
            <FormError error={join.error} />
            <div>
              <Title order={2} size="h4">
                {words.goesAlong}
              </Title>
              <ul className={entry.list}>
                <li>{words.along.factors}</li>
                <li>{words.along.book}</li>
              </ul>
            </div>
            <div>
              <Title order={2} size="h4">
                {words.ends}
              </Title>
              <ul className={entry.list}>
                <li>{words.ending.roles(from)}</li>
                <li>{words.ending.tokens}</li>
                <li>{words.ending.logins}</li>
              </ul>
            </div>
            <p className={entry.text}>
              {words.managed(to)} {words.stays(from)}
            </p>
            <Button type="submit" size="md" loading={join.isPending}>
              {words.join(to)}
            </Button>
            <Button component={Link} to="/" replace size="md" variant="default">
              {words.stayIn(from)}
            </Button>
          </Stack>
        </form>
      </EntryLayout>
      <ConfirmIdentity />
    </CurrentUser.Provider>
  );
}
