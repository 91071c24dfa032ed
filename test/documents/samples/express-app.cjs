'use strict';
/*
 * Runs the guide's Express sample. The sample is the text in the file that argv names; here is what it leaves to its
 * reader: a session with its secret, and listening. It says "ready" when it listens.
 */
const { readFileSync } = require('node:fs');
const express = require('express');
const session = require('express-session');

const [file, port] = process.argv.slice(2);
let app;

/** `express()` with a session already in it. */
const expressWithSession = () => {
  app = express();
  app.use(session({ secret: 'of the sample', resave: false, saveUninitialized: true }));
  return app;
};

const sample = new Function('require', readFileSync(file, 'utf8'));
sample((name) => (name === 'express' ? expressWithSession : require(name)));
app.listen(Number(port), '127.0.0.1', () => console.log('ready'));
