// What htmx does not do: copying, reporting failures, and the zone of a new calendar.
(function () {
	var said = document.getElementById('said');
	var silence;

	// A form with mistakes is answered by its page, at an address that can be opened: so going back or reloading opens
	// it instead of asking whether to send the form once more.
	if (document.querySelector('[role=alert]')) history.replaceState(history.state, '', location.href);

	function say(text) {
		clearTimeout(silence);
		said.textContent = text;
		silence = setTimeout(function () { said.textContent = ''; }, 6000);
	}

	// The styles show copy buttons only with this class.
	if (navigator.clipboard) document.documentElement.classList.add('copies');
	document.documentElement.classList.add('scripted');

	document.addEventListener('click', function (event) {
		var button = event.target.closest('[data-copy]');
		if (!button) return;
		var label = button.dataset.label = button.dataset.label || button.firstChild.data;
		navigator.clipboard.writeText(button.dataset.copy).then(function () {
			button.classList.add('copied');
			button.firstChild.data = 'Copied';
			setTimeout(function () {
				button.classList.remove('copied');
				button.firstChild.data = label;
			}, 2000);
			say('Copied');
		}, function () {
			say('It could not be copied. Select the text and copy it yourself.');
		});
	});

	// A click that creates a link also copies it. Safari requires the call during the click, before there is a link.
	document.addEventListener('htmx:beforeRequest', function (event) {
		if (!event.target.matches('[data-copies]') || !navigator.clipboard || !window.ClipboardItem) return;
		var place = event.detail.target;
		var text = new Promise(function (resolve, reject) {
			event.detail.xhr.addEventListener('loadend', function () {
				var link = event.detail.xhr.status === 200 && place.querySelector('[data-fresh]');
				if (link) resolve(new Blob([link.value], { type: 'text/plain' }));
				else reject();
			});
		});
		text.catch(function () {});
		navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })]).then(function () {
			place.querySelector('[data-said]').textContent = 'Copied.';
			say('Copied. Good for one booking.');
		}, function () {
			if (place.querySelector('[data-fresh]')) say('The link is there. Copy it now.');
		});
	});

	document.addEventListener('focusin', function (event) {
		if (event.target.matches('.code')) event.target.select();
	});

	// A form to be sent once: its button is enabled again if that fails. The element it names gets an event, because
	// htmx would prevent the submission of a form that it listened to.
	document.querySelectorAll('form[data-once]').forEach(function (form) {
		var button = form.querySelector('button');
		var patience;

		function enable() {
			clearTimeout(patience);
			button.disabled = false;
		}

		form.addEventListener('submit', function () {
			button.disabled = true;
			document.querySelectorAll('.alert, .error').forEach(function (mistake) { mistake.hidden = true; });
			htmx.trigger('#' + form.dataset.once, 'sent');
			document.getElementById(form.dataset.once).parentNode.scrollIntoView();
			patience = setTimeout(enable, 60000);
		});
		document.addEventListener('htmx:afterSwap', function () {
			if (!document.querySelector('#progress [data-waiting]')) clearTimeout(patience);
		});
		window.addEventListener('pageshow', enable);
	});

	document.addEventListener('htmx:responseError', function (event) {
		say(event.detail.xhr.status === 403 ? 'This page is out of date. Reload it and try again.'
			: 'That did not work. Please try again in a moment.');
	});
	document.addEventListener('htmx:sendError', function () {
		say('The server cannot be reached. Please try again in a moment.');
	});

	document.addEventListener('htmx:afterRequest', function (event) {
		if (event.detail.successful && event.target.dataset.says) say(event.target.dataset.says);
	});

	// When htmx listens, which then shows the times in the zone.
	document.addEventListener('DOMContentLoaded', function () {
		var zones = document.querySelector('select[data-guess]');
		var zone = zones && window.Intl && Intl.DateTimeFormat().resolvedOptions().timeZone;
		if (zone && [].some.call(zones.options, function (option) { return option.value === zone; }) && zones.value !== zone) {
			zones.value = zone;
			zones.dispatchEvent(new Event('change', { bubbles: true }));
		}
	});
})();
