/**
 * Shows the values at the pointer below a plot, from the table that holds them; without it nothing is missing. It reads and writes
 * text only, never markup. No '<' and no '&', so that the page stays well-formed XML.
 */
export const script = `
for (const plot of document.querySelectorAll('svg[data-table]')) {
  const table = document.getElementById(plot.dataset.table);
  const readOut = plot.parentElement.querySelector('.read-out');
  const cursor = plot.querySelector('.cursor');
  const places = plot.dataset.places.split(',').map(Number);
  const columns = plot.dataset.columns.split(',').map(Number);
  const titles = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent);
  plot.addEventListener('pointermove', (event) => {
    const box = plot.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * plot.viewBox.baseVal.width;
    const nearest = places.reduce((best, place, row) => (Math.abs(places[best] - x) > Math.abs(place - x) ? row : best), 0);
    const cells = table.tBodies[0].rows[nearest].cells;
    const shown = columns.map((column) => titles[column] + ' ' + cells[column].textContent);
    readOut.textContent = titles[0] + ' ' + cells[0].textContent + ': ' + shown.join(', ');
    cursor.setAttribute('transform', 'translate(' + places[nearest] + ' 0)');
    cursor.setAttribute('visibility', 'visible');
  });
  plot.addEventListener('pointerleave', () => {
    readOut.textContent = '';
    cursor.setAttribute('visibility', 'hidden');
  });
}
for (const link of document.querySelectorAll('a[href="#seconds"]'))
  link.addEventListener('click', () => {
    document.querySelector('#seconds details').open = true;
  });
`;
