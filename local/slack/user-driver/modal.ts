import { fieldsOf, textOf } from '../json.ts';
import { closeViews, stackOf } from '../state/views.ts';
import { type Acting, tellClosed } from './acting.ts';
import { type Screen, screenOf } from './screen.ts';
import { CannotSee } from './seeing.ts';
import { type Submitted, submit } from './submitting.ts';

export interface Modal extends Screen {
  id: string;
  title: () => string;
  callbackId: () => string;
  /** Messages under the fields, by block id. */
  errors: () => Record<string, string>;
  /** The submit button's label, where there is one. */
  submitLabel: () => string | undefined;
  submit: () => Promise<Submitted>;
  /** Closes this view; `all` is the ✕ that closes the whole stack. */
  close: (choice?: { all?: boolean }) => Promise<void>;
}

export const modalOf = (acting: Acting, id: string): Modal => {
  const screen = screenOf(acting, id);
  const submitLabel = (): string | undefined => textOf(fieldsOf(screen.view().submit).text) || undefined;

  const closing = (all: boolean) => {
    const view = screen.view();
    return all || view.clearOnClose ? stackOf(acting.workspace, view.owner).toReversed() : [view];
  };

  return {
    ...screen,
    id,
    title: () => textOf(fieldsOf(screen.view().title).text),
    callbackId: () => screen.view().callbackId,
    errors: () => ({ ...screen.view().errors }),
    submitLabel,
    submit: async () => {
      if (submitLabel() === undefined) throw new CannotSee('This view has no submit button');
      return await submit(acting, screen.view());
    },
    close: async ({ all = false } = {}) => {
      const views = closing(all);
      closeViews(acting.workspace, acting.user().id, views);
      const telling = views.filter(view => view.notifyOnClose);
      const cleared = all || views.some(view => view.clearOnClose);
      await Promise.all(telling.map(view => tellClosed(acting, view, cleared)));
    },
  };
};
