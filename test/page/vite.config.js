export default { oxc: { jsx: { runtime: 'automatic' } }, build: { reportCompressedSize: false } };
