/**
 * How a cost grows with what is asked for: the slope of a straight line through its points, both axes logarithmic.
 * 0: it does not grow; 1: twice as much of it costs twice as much; above: it gets out of hand.
 *
 * Where a constant part hides what grows, the slope of all points is too kind: the steepest decade is told beside it.
 */

/** More is worse than linear; what is between is the noise of a measurement. */
const mostSlope = 1.15;
/**
 * In one decade a server may change its ways once, as where objects begin to outlive a collection: that makes a step, and
 * what grows with the square has 2 in its last decade, with a power of a half more than 1, 1.5.
 */
const mostInDecade = 1.3;

/** By least squares, of [x, y]; points that have no logarithm are passed over. Undefined where there is no line. */
export function slope(points) {
  const logs = points.filter(([x, y]) => x > 0 && y > 0).map(([x, y]) => [Math.log10(x), Math.log10(y)]);
  const mean = (index) => logs.reduce((sum, log) => sum + log[index], 0) / logs.length;
  const [middle, height] = [mean(0), mean(1)];
  const spread = logs.reduce((sum, [x]) => sum + (x - middle) ** 2, 0);
  if (logs.length < 2 || spread === 0) return undefined;
  return logs.reduce((sum, [x, y]) => sum + (x - middle) * (y - height), 0) / spread;
}

/** Of the points in order: the largest slope over as few of them as make a decade; over all of them where they make none. */
export function steepestDecade(points) {
  const known = points.filter(([x, y]) => x > 0 && y > 0);
  const slopes = known.flatMap(([from], first) => {
    const last = known.findIndex(([x]) => x >= from * 10);
    return last === -1 ? [] : [slope(known.slice(first, last + 1))];
  });
  return slopes.length === 0 ? slope(known) : Math.max(...slopes);
}

/** What the points say of themselves: the slope of all of them, and at most that of the steepest decade. Too few for a line are no proof of anything. */
export function judge(points) {
  // No minus where nothing is left of it.
  const [whole, steepest] = [slope(points), steepestDecade(points)].map((value) => (value === undefined ? undefined : Number(value.toFixed(2)) + 0));
  if (whole === undefined) return { linear: false, sentence: 'too few points for a line' };
  const linear = whole <= mostSlope && steepest <= mostInDecade;
  const found = whole === steepest ? `slope ${whole.toFixed(2)}` : `slope ${whole.toFixed(2)}, at most ${steepest.toFixed(2)}`;
  return { linear, slope: whole, steepest, sentence: `${linear ? 'linear or better' : 'worse than linear'}: ${found}` };
}
