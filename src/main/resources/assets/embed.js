// <script src="https://…/embed.js" data-calendar="…" async></script> puts the booking page after itself.
(function () {
	var script = document.currentScript;
	var calendar = script && script.dataset.calendar;
	if (!calendar) {
		console.error('Oncegate: add data-calendar="name-of-your-calendar" to the script tag of embed.js.');
		return;
	}
	var frame = document.createElement('iframe');
	frame.title = 'Book a time';
	frame.loading = 'lazy';
	frame.style.width = '100%';
	frame.style.height = '720px';
	frame.style.border = '0';
	frame.src = new URL(script.src).origin + '/s/' + encodeURIComponent(calendar);
	script.after(frame);
})();
