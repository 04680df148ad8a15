// rdf-test-suite asks for an engine. The tests of protocols ask a server, and never this one.
module.exports = {};
