"""Cards onto card printers: layout to raster, drivers, job journal."""
