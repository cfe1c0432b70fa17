import type { Machine } from '../../statemachines/machine.ts';
import { type Definition, parseDefinition } from './definition.ts';
import { edgesFrom, ended } from './graph.ts';

/** The page of a machine in `docs/`, as it should be. */
export const pageOf = ({ name, definition }: Machine): { path: string; text: string } => ({
  path: `docs/${name}-machine.md`,
  text: draw(parseDefinition(JSON.stringify(definition)), `The ${name} machine`),
});

/** A machine as a Mermaid flowchart in Markdown: solid lines are the way on, dotted ones what is caught. */
export const draw = (machine: Definition, title: string): string => {
  const names = Object.keys(machine.States);
  const id = (name: string) => `s${names.indexOf(name)}`;
  const shape = (name: string) => {
    switch (machine.States[name]?.Type) {
      case 'Choice':
        return `${id(name)}{"${name}"}`;
      case 'Wait':
        return `${id(name)}(["${name}"])`;
      case 'Fail':
        return `${id(name)}[["${name}"]]`;
      case 'Succeed':
        return `${id(name)}(("${name}"))`;
      default:
        return `${id(name)}["${name}"]`;
    }
  };
  const label = (texts: readonly string[]) => (texts.length === 0 ? '' : `|"${texts.join(', ')}"|`);
  const lines = names.flatMap(name =>
    edgesFrom(machine, name).flatMap(({ how, to, errors = [] }) => {
      if (how === 'catch') return [`  ${id(name)} -.->${label([...new Set(errors.map(short))])} ${id(to)}`];
      if (how === 'next' || how === 'choice' || how === 'default') return [`  ${id(name)} --> ${id(to)}`];
      return how === 'end' && to === ended && machine.States[name]?.Type === 'Task'
        ? [`  ${id(name)} --> finished((" "))`]
        : [];
    }),
  );
  const drawn = ['flowchart TD', ...names.map(name => `  ${shape(name)}`), ...lines];
  const key =
    'Solid: the way on. Dotted: an error that is caught. Drawn from the file itself; a test keeps it current.';
  return `# ${title}\n\n${key}\n\n\`\`\`mermaid\n${drawn.join('\n')}\n\`\`\`\n`;
};

const short = (error: string) =>
  error.replace(/^States\.ALL$/, 'any error').replace(/^(States|DynamoD[bB])\./, '');
