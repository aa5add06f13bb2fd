// Prints what is wrong with objects of Kubernetes, one per line: check.mjs NODE_MODULES OBJECTS.json
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, file] = process.argv.slice(2);

// The models check types and required fields, and let unknown fields pass. But they ask for each field that they know: a
// field that nobody asked for is unknown.
function watched(value, path, unread) {
	if (value === null || typeof value !== 'object') {
		return value;
	}
	const copy = Array.isArray(value) ? [] : {};
	for (const [key, item] of Object.entries(value)) {
		const at = `${path}/${key}`;
		if (!Array.isArray(value)) {
			unread.add(at);
		}
		const content = watched(item, at, unread);
		Object.defineProperty(copy, key, { enumerable: true, get: () => (unread.delete(at), content) });
	}
	return copy;
}

for (const object of JSON.parse(readFileSync(file, 'utf8'))) {
	const name = `${object.kind} ${object.metadata?.name}`;
	const library = object.apiVersion.startsWith('monitoring.coreos.com/')
		? '@kubernetes-models/prometheus-operator' : 'kubernetes-models';
	const models = await import(pathToFileURL(resolve(modules, library, object.apiVersion, `${object.kind}.js`)));
	const unread = new Set();
	try {
		models[object.kind].prototype.validate.call(watched(object, '', unread));
	} catch (error) {
		console.log(`${name}: ${error.message}`);
	}
	unread.forEach((path) => console.log(`${name}: ${path} is unknown`));
}
