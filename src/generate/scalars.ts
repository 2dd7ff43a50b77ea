/** The scalar of the graph for a scalar of the document. */
import type { Shape } from './schemas.ts';

export type ScalarShape = Extract<Shape, { kind: 'scalar' }>;

export function scalarName(shape: ScalarShape): string {
  const { type, format } = shape;
  switch (type) {
    case 'boolean':
      return 'Boolean';
    // Without a documented width a whole number may be cents or milliseconds, beyond 32 bits.
    case 'integer':
      return format === 'int32' ? 'Int' : 'SafeInt';
    case 'number':
      if (format === 'decimal') return 'Decimal';
      if (format === 'int32') return 'Int';
      return format === 'int64' ? 'SafeInt' : 'Float';
    case 'string':
      if (format === 'date') return 'Date';
      return format === 'date-time' ? 'DateTime' : 'String';
  }
}

/** A file in a multipart body. */
export const isBinary = (shape: Shape): boolean => shape.kind === 'scalar' && shape.type === 'string' && shape.format === 'binary';
