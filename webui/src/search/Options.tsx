import { useQueryClient } from '@tanstack/react-query';
import { IconScreenShare } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { Link } from 'react-router-dom';

import { addressOf, connectPath } from '../ui/address';
import { OnlineStatus } from '../ui/Status';
import { opensHere } from '../ui/useConnect';
import { connectAhead } from '../viewer/ahead';
import { connectKeyOf, keyOf } from './choices';
import type { Found } from './found';
import type { Piece } from './match';
import classes from './Palette.module.css';
import type { FoundGroup } from './useFound';
import { words } from './words';

interface OptionsProps {
  id: string; // that the page's ids begin with
  groups: readonly FoundGroup[];
  active: string | undefined;
  onPoint: (key: string) => void;
  onLeave: () => void;
}

// The focus stays in the field: what is active is told by it.
export function Options({ id, groups, ...rest }: OptionsProps) {
  return (
    <div role="listbox" id={`${id}-list`} aria-label={words.results}>
      {groups.map((group) => (
        <div key={group.id} role="group" aria-labelledby={`${id}-of-${group.id}`}>
          <div id={`${id}-of-${group.id}`} role="presentation" className={classes.group}>
            {group.label}
          </div>
          {group.found.map((found) => (
            <Row key={found.to} id={id} group={group.id} found={found} {...rest} />
          ))}
        </div>
      ))}
    </div>
  );
}

interface RowProps extends Omit<OptionsProps, 'groups'> {
  group: string;
  found: Found;
}

function Row({ id, group, found, active, onPoint, onLeave }: RowProps) {
  const queryClient = useQueryClient();
  const { to, icon: Icon, name, note, machine } = found;
  const option = (key: string) => ({
    id: `${id}-${key}`,
    role: 'option',
    tabIndex: -1,
    'aria-selected': key === active,
    onMouseMove: () => key !== active && onPoint(key),
    onMouseDown: (event: MouseEvent) => event.preventDefault(), // keeps the focus
  });
  return (
    <div role="presentation" className={classes.row}>
      <Link {...option(keyOf(group, found))} to={to} className={classes.option} onClick={(event) => opensHere(event) && onLeave()}>
        <Icon size={20} stroke={1.75} aria-hidden className={classes.icon} />
        <span className={classes.texts}>
          <span className={classes.name}>
            <Marked pieces={name} />
          </span>
          {note && (
            <span className={classes.note}>
              <Marked pieces={note} />
            </span>
          )}
        </span>
        {machine && <OnlineStatus online={machine.online} />}
      </Link>
      {machine?.online && (
        <Link
          {...option(connectKeyOf(group, found))}
          to={connectPath(machine.id)}
          className={`${classes.option} ${classes.connect}`}
          aria-label={words.connectTo(machine.name || addressOf(machine))}
          onClick={(event) => {
            if (!opensHere(event)) return;
            connectAhead(machine.id, queryClient);
            onLeave();
          }}
        >
          <IconScreenShare size={18} aria-hidden />
          <span className={classes.connectText}>{words.connect}</span>
        </Link>
      )}
    </div>
  );
}

function Marked({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map(({ text, hit }, at) =>
    hit ? (
      <mark key={at} className={classes.hit}>
        {text}
      </mark>
    ) : (
      <span key={at}>{text}</span>
    ),
  );
}
