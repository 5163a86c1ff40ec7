"use strict";
/* A lock between runs, for the time before there are any dependencies. */
const fs = require("fs");
const path = require("path");

/** A lock that its holder has not renewed for so long belongs to a run that was killed. */
const STALE_MS = 10000;
const RENEW_MS = 2000;
const POLL_MS = 300;

/** Does work while holding the lock at that path; `wait` is called once if another run holds it. */
async function alone(lock, wait, work) {
    fs.mkdirSync(path.dirname(lock), { recursive: true });
    let told = false;
    while (!take(lock)) {
        if (!told) {
            wait();
            told = true;
        }
        await new Promise(function (resolve) {
            setTimeout(resolve, POLL_MS);
        });
    }
    const renewal = setInterval(function () {
        const now = new Date();
        fs.utimes(lock, now, now, function () {});
    }, RENEW_MS);
    try {
        await work();
    } finally {
        clearInterval(renewal);
        fs.rmSync(lock, { recursive: true, force: true });
    }
}

/** Returns true if the lock is ours now. A stale one is moved away first, which only one of several can do. */
function take(lock) {
    try {
        fs.mkdirSync(lock);
        return true;
    } catch (error) {
        if (error.code !== "EEXIST") {
            throw error;
        }
    }
    try {
        if (Date.now() - fs.statSync(lock).mtimeMs > STALE_MS) {
            const stale = lock + "." + process.pid;
            fs.renameSync(lock, stale);
            fs.rmSync(stale, { recursive: true, force: true });
        }
    } catch (error) {
        if (error.code !== "ENOENT") {
            throw error;
        }
    }
    return false;
}

module.exports = { alone };
