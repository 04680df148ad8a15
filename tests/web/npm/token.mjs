// rdf-test-suite shows no token; with this, every request of its process shows that of the server.
const send = globalThis.fetch;

globalThis.fetch = (address, options = {}) => {
  const headers = new Headers(options.headers);
  headers.set("authorization", `Bearer ${process.env.PROCEDURA_TOKEN}`);
  return send(address, { ...options, headers });
};
