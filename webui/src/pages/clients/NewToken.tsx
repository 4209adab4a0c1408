import { Alert, Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconEyeOff } from '@tabler/icons-react';
import { QRCodeSVG } from 'qrcode.react';

import type { NewEnrolmentToken } from '../../api/client';
import { Card } from '../../ui/Card';
import classes from './AddMachinePage.module.css';
import { addWords as words } from './words';

// The only place and time where the token can be seen.
export function NewToken({ made, onAnother }: { made: NewEnrolmentToken; onAnother: () => void }) {
  const command = `gatehouse enroll --server ${window.location.host} --token ${made.token} && gatehouse agent`;
  return (
    <Card
      title={words.ready(made.details.label)}
      aside={
        <Button variant="default" size="xs" onClick={onAnother}>
          {words.another}
        </Button>
      }
    >
      <div className={classes.made}>
        <div>
          <ol className={classes.steps}>
            <li>
              {words.run}
              <Copy text={command} label={words.copyCommand} />
            </li>
            <li>{words.appears}</li>
          </ol>
          <p className={classes.hint}>{words.tokenAlone}</p>
          <Copy text={made.token} label={words.copyToken} />
          <Alert mt="md" variant="light" icon={<IconEyeOff size={20} aria-hidden />}>
            {words.once}
          </Alert>
        </div>
        <figure className={classes.qr}>
          <QRCodeSVG value={command} title={words.qrTitle} level="L" marginSize={4} bgColor="#ffffff" fgColor="#000000" />
          <figcaption>{words.qr}</figcaption>
        </figure>
      </div>
    </Card>
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
