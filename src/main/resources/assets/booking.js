// Reports that a person has opened the link, shows another day, month or zone without loading a page, so that
// input is kept and nothing jumps, and repeats the chosen time next to the button.
(function () {
	// A form with mistakes is answered by its page, at an address that can be opened: so going back or reloading opens
	// it instead of asking whether to send the form once more.
	history.replaceState(history.state, '', location.href);

	// Link scanners do not touch, type or scroll.
	if (/^\/l\/[^/]+$/.test(location.pathname) && navigator.sendBeacon) {
		var signs = ['pointerdown', 'keydown', 'wheel', 'touchmove'];
		var opened = function (event) {
			if (!event.isTrusted) return;
			signs.forEach(function (sign) { removeEventListener(sign, opened); });
			navigator.sendBeacon(location.pathname + '/opened');
		};
		signs.forEach(function (sign) { addEventListener(sign, opened, { passive: true }); });
	}

	var form = document.getElementById('booking');
	if (!form || !window.fetch || !window.URL) return;
	var said = document.getElementById('said');
	var again = document.getElementById('chosen');
	var latest = 0;

	function part(root, name) {
		return root.querySelector('[data-part=' + name + ']');
	}

	function able(yes) {
		form.querySelectorAll('button:not([name])').forEach(function (button) { button.disabled = !yes; });
	}

	function chosen() {
		return form.querySelector('[name=start]:checked');
	}

	function typed() {
		return chosen() || ['name', 'email', 'notes'].some(function (name) {
			return form.elements[name] && form.elements[name].value;
		});
	}

	function repeat() {
		var time = chosen();
		var label = time && time.nextElementSibling;
		var text = label && label.firstChild.textContent.trim();
		again.textContent = !time ? '' : label.dataset.dated ? text : again.dataset.text
			.replace('{0}', document.getElementById('times').textContent).replace('{1}', text);
	}

	function show(url, focus) {
		var mine = ++latest;
		fetch(url).then(function (answer) {
			if (!answer.ok) throw answer;
			return answer.text();
		}).then(function (text) {
			if (mine !== latest) return;
			var page = new DOMParser().parseFromString(text, 'text/html');
			if (!part(page, 'calendar')) throw text;
			var time = chosen();
			['zone', 'calendar'].forEach(function (name) {
				part(document, name).replaceWith(part(page, name));
			});
			document.querySelector('footer').replaceWith(page.querySelector('footer'));
			if (time) [].some.call(form.querySelectorAll('[name=start]'), function (other) {
				return other.checked = other.value === time.value;
			});
			repeat();
			history.replaceState(null, '', url.href.split('#')[0]);
			if (focus) focus();
		}).catch(function () {
			if (mine === latest && focus) location.assign(url);
		});
	}

	function go(url, turn) {
		show(url, function () {
			var heading = document.getElementById('times');
			var target = turn && form.querySelector('[data-turn=' + turn + ']') || document.getElementById(url.hash.slice(1)) || heading;
			if (target.localName === 'p') target = target.querySelector('button');
			target.focus({ preventScroll: true });
			if (target === heading) heading.parentNode.scrollIntoView({ block: 'nearest' });
			said.textContent = target === heading ? '' : document.getElementById('month').textContent + ', ' + heading.textContent;
		});
	}

	document.addEventListener('click', function (event) {
		var button = event.target.closest('[name=show]');
		if (!button) return;
		var url = new URL(button.formAction);
		if (button.closest('[data-part]')) {
			var find = button.closest('.zone') && form.elements.find;
			if (find && find.value) url.searchParams.set('find', find.value);
			if (find) url.hash = 'zone';
			event.preventDefault();
			go(url, button.dataset.turn);
		}
		// Otherwise the input is sent, and comes back in the other language.
		else if (!typed()) {
			event.preventDefault();
			location.assign(url);
		}
	});

	document.addEventListener('keydown', function (event) {
		if (event.key !== 'Enter' || event.target.name !== 'find') return;
		event.preventDefault();
		part(document, 'zone').querySelector('button').click();
	});

	form.addEventListener('change', repeat);

	form.addEventListener('submit', function (event) {
		if (event.submitter && event.submitter.name) return;
		able(false);
		// If no answer comes, the form can be sent again, and still books only once.
		setTimeout(able, 8000, true);
	});

	// The back button may restore the page as it was.
	window.addEventListener('pageshow', function () {
		able(true);
		repeat();
	});

	var guess = part(document, 'zone').dataset.guess;
	var zone = window.Intl && Intl.DateTimeFormat().resolvedOptions().timeZone;
	if (guess && zone && zone !== guess) {
		var here = new URL(location.href);
		here.searchParams.set('zone', zone);
		show(here);
	}
})();
