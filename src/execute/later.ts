/**
 * Stands for a value of the answer that is not there yet, between those who complete values:
 *
 *   Place     a field or an item that waits for a promise
 *   Pending   an object or a list that is there, with places in it that wait
 *   Pause     a run that has stopped to let others have their turn
 */
export abstract class Later {
  /** Nobody looks at it: it makes the class one of its own. */
  protected declare readonly isLater: true;
}
