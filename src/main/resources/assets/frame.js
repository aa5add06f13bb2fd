// In a frame: applies the embedding page's theme, and tells it this page's height and that a time was booked.
(function () {
	if (window.parent === window) return;

	var root = document.documentElement;
	var booked = document.currentScript.dataset;
	// A frame keeps its name when it navigates.
	var theme = /^oncegate-(light|dark|auto)$/.exec(window.name);
	root.dataset.framed = '';
	if (theme) root.dataset.theme = theme[1];

	function tell(message) {
		window.parent.postMessage(message, '*');
	}

	new ResizeObserver(function () {
		tell({ type: 'oncegate:height', height: Math.ceil(root.getBoundingClientRect().height) });
	}).observe(root);

	// Only once: a booking redirects here, a reload or a link does not.
	var way = performance.getEntriesByType('navigation')[0];
	if (booked.booking && (!way || way.redirectCount)) {
		tell({ type: 'oncegate:booked', bookingId: booked.booking, start: booked.start, end: booked.end });
	}

	// Few other sites allow embedding.
	document.addEventListener('click', function (event) {
		var link = event.target.closest('a[href^="http"]');
		if (link && link.host !== location.host) link.target = '_blank';
	});
})();
