import { Stack } from '@mantine/core';
import { useParams } from 'react-router-dom';

import { applianceWords } from '../../api/applianceWords';
import type { Session } from '../../api/client';
import { useSession } from '../../api/queries';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { encoderName } from '../../ui/encoder';
import { Facts } from '../../ui/Facts';
import { formatBytes } from '../../ui/format';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { listed, unavailable } from '../../ui/permissions';
import { SessionStatus, SessionTime } from '../../ui/Status';
import { Comment } from './Comment';
import { EndSession } from './EndSession';
import { MachineOf } from './MachineOf';
import { authorizationOf, offeredOf, permissionsOf, profileOf } from './rights';
import { words } from './words';

const back = { to: '/sessions', label: words.back };

export default function SessionPage() {
  const { id = '' } = useParams();
  const query = useSession(id);
  return (
    <Loaded
      query={query}
      title={words.oneSession}
      back={back}
      missing={{ title: words.missing, text: words.missingText }}
    >
      {(session) => <SessionDetails session={session} />}
    </Loaded>
  );
}

// Nothing before it is known.
function wayOf(session: Session) {
  if (session.direct_from !== null) return words.direct(session.direct_from);
  if (session.relay !== null) return words.throughRelay(session.relay);
  return session.state === 'requested' ? null : words.throughAppliance;
}

function SessionDetails({ session }: { session: Session }) {
  return (
    <Page
      title={words.session(session.client_name)}
      lead={<SessionStatus session={session} />}
      back={back}
      actions={<EndSession session={session} />}
    >
      <Stack gap="lg">
        <Comment session={session} />
        <Card>
          <Facts
            rows={[
              [words.facts.user, session.user_name || words.unknownUser],
              [words.facts.machine, <MachineOf session={session} />],
              [words.facts.reason, session.reason],
              [words.facts.from, session.viewer_address],
              [words.facts.way, wayOf(session)],
              [words.facts.encoder, session.encoder && encoderName(session.encoder)],
              [words.facts.started, <When iso={session.started_at} />],
              [words.facts.ended, session.ended_at && <When iso={session.ended_at} />],
              [words.facts.duration, <SessionTime session={session} />],
              [words.facts.toViewer, formatBytes(session.bytes_to_viewer)],
              [words.facts.toClient, formatBytes(session.bytes_to_client)],
              [words.facts.ending, applianceWords.said(session.close_words)],
              [words.facts.profile, profileOf(session)],
              [words.facts.permissions, permissionsOf(session)],
              [words.facts.elevated, session.elevated && words.wasElevated],
              [words.facts.offered, offeredOf(session)],
              [words.facts.unavailable, listed(unavailable)],
              [words.facts.authorized, authorizationOf(session)],
              [words.facts.id, session.id],
            ]}
          />
        </Card>
      </Stack>
    </Page>
  );
}
