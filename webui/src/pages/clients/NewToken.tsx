import { Alert, Button, SegmentedControl, Skeleton } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconEyeOff } from '@tabler/icons-react';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';

import type { NewEnrolmentToken } from '../../api/client';
import { useProgram } from '../../api/queries';
import { Card } from '../../ui/Card';
import { ErrorState } from '../../ui/States';
import classes from './AddMachinePage.module.css';
import { installLine, type RunMode, shortLine } from './installLine';
import { addWords as words } from './words';

// The only place and time where the token can be seen.
export function NewToken({ made, onAnother }: { made: NewEnrolmentToken; onAnother: () => void }) {
  const [mode, setMode] = useState<RunMode>('installed');
  const query = useProgram();
  const server = window.location.host;
  return (
    <Card
      title={words.ready(made.details.label)}
      aside={
        <Button variant="default" size="xs" onClick={onAnother}>
          {words.another}
        </Button>
      }
    >
      <div className={classes.mode}>
        <SegmentedControl
          aria-label={words.mode}
          data={words.modes}
          value={mode}
          onChange={(value) => setMode(value === 'portable' ? 'portable' : 'installed')}
        />
        <p className={classes.hint}>{words.modeText[mode]}</p>
      </div>
      {query.data ? (
        <Line command={installLine(query.data, server, made.token, mode)} mode={mode} platform={query.data.platform} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton height="8rem" radius="md" />
      )}
      <p className={classes.hint}>{words.short}</p>
      <Copy text={shortLine(server, made.token, mode)} label={words.copyShort} />
      <p className={classes.hint}>{words.tokenAlone}</p>
      <Copy text={made.token} label={words.copyToken} />
      <Alert mt="md" variant="light" icon={<IconEyeOff size={20} aria-hidden />}>
        {words.once}
      </Alert>
    </Card>
  );
}

function Line({ command, mode, platform }: { command: string; mode: RunMode; platform: string }) {
  return (
    <div className={classes.made}>
      <div>
        <ol className={classes.steps}>
          <li>
            {words.run}
            <Copy text={command} label={words.copyCommand} />
          </li>
          <li>{words.appears[mode]}</li>
        </ol>
        <p className={classes.hint}>{words.checked(platform)}</p>
      </div>
      <figure className={classes.qr}>
        <QRCodeSVG value={command} title={words.qrTitle} level="L" marginSize={4} bgColor="#ffffff" fgColor="#000000" />
        <figcaption>{words.qr}</figcaption>
      </figure>
    </div>
  );
}

function Copy({ text, label }: { text: string; label: string }) {
  const clipboard = useClipboard({ timeout: 2000 });
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <div className={classes.copied}>
      <code className={classes.code}>{text}</code>
      <Button
        variant="default"
        leftSection={<Icon size={16} aria-hidden />}
        aria-label={label}
        onClick={() => clipboard.copy(text)}
      >
        {clipboard.copied ? words.copied : words.copy}
      </Button>
    </div>
  );
}
