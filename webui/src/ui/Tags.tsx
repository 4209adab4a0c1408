import { Badge } from '@mantine/core';

import classes from './Tags.module.css';
import { words } from './words';

interface TagsProps {
  tags: readonly string[];
  // Where a tag can be pressed: shows only what has it.
  onPick?: (tag: string) => void;
  // In a list, where not many have room: how many more there are is said.
  most?: number;
}

export function Tags({ tags, onPick, most = tags.length }: TagsProps) {
  const shown = tags.slice(0, most);
  return (
    <span className={classes.tags}>
      {shown.map((tag) =>
        onPick ? (
          <Badge
            key={tag}
            component="button"
            type="button"
            className={classes.button}
            variant="light"
            aria-label={words.onlyTag(tag)}
            onClick={() => onPick(tag)}
          >
            {tag}
          </Badge>
        ) : (
          <Badge key={tag} variant="light">
            {tag}
          </Badge>
        ),
      )}
      {tags.length > shown.length && (
        <Badge variant="light" color="gray" title={tags.slice(most).join(', ')}>
          {words.moreTags(tags.length - shown.length)}
        </Badge>
      )}
    </span>
  );
}
