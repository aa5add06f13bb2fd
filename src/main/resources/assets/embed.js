// <script src="https://…/embed.js" data-calendar="…" async></script> embeds the booking page after itself.
// data-theme="light", "dark" or "auto" selects colors that suit the page, whose background shows through.
(function () {
	var ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

	function show(script) {
		var calendar = script.dataset.calendar;
		var origin = new URL(script.src).origin;
		var theme = /^(dark|auto)$/.test(script.dataset.theme) ? script.dataset.theme : 'light';
		var frame = document.createElement('iframe');
		var pages = 0;
		frame.title = script.dataset.title || 'Book a time';
		frame.name = 'oncegate-' + theme;
		frame.loading = 'lazy';
		frame.src = origin + (ID.test(calendar) ? '/c/' : '/s/') + encodeURIComponent(calendar);
		// Not as a style attribute, which the page's Content-Security-Policy may forbid.
		Object.assign(frame.style, {
			display: 'block', width: '100%', height: '45rem', border: '0',
			// Must be that of the embedded page, or browsers make its background opaque.
			colorScheme: theme === 'auto' ? 'light dark' : theme
		});

		addEventListener('message', function (event) {
			var told = event.data;
			if (event.source !== frame.contentWindow || event.origin !== origin || !told) return;
			if (told.type === 'oncegate:height') frame.style.height = told.height + 'px';
			if (told.type === 'oncegate:booked') {
				var booking = { bookingId: told.bookingId, start: told.start, end: told.end };
				frame.dispatchEvent(new CustomEvent('oncegate:booked', { bubbles: true, detail: booking }));
			}
		});
		// Show the next page from its top.
		frame.addEventListener('load', function () {
			if (pages++ && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
		});
		script.dataset.shown = '';
		script.after(frame);
	}

	var own = document.currentScript;
	if (own && !own.dataset.calendar) {
		console.error('Oncegate: add data-calendar="name-of-your-calendar" to the script tag of embed.js.');
	}
	document.querySelectorAll('script[data-calendar][src*="embed.js"]:not([data-shown])').forEach(show);
})();
