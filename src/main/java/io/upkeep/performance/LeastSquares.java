package io.upkeep.performance;

/**
 * A straight line through points, with standard errors that hold for series: values that resemble the one before count as
 * fewer values (first-order autocorrelation of the residuals), since otherwise a slow wave would pass for a sure trend.
 *
 * @param level the value at zero
 * @param middle the mean of x
 * @param levelError the standard error of the line at {@code middle}
 * @param slopeError the standard error of the slope
 * @param freedom degrees of freedom left
 */
record LeastSquares(double level, double slope, double middle, double levelError, double slopeError, double freedom) {

    private static final double STICKIEST = 0.99;

    /** Fits x and y of the same length, three or more, with x increasing. */
    static LeastSquares fit(double[] x, double[] y) {
        int n = x.length;
        double middle = mean(x);
        double height = mean(y);
        double spread = 0;
        double together = 0;
        for (int i = 0; i < n; i++) {
            spread += (x[i] - middle) * (x[i] - middle);
            together += (x[i] - middle) * (y[i] - height);
        }
        double slope = together / spread;
        double[] residuals = new double[n];
        double squares = 0;
        for (int i = 0; i < n; i++) {
            residuals[i] = y[i] - height - slope * (x[i] - middle);
            squares += residuals[i] * residuals[i];
        }
        double sticky = autocorrelation(residuals, squares);
        double effective = Math.max(3, n * (1 - sticky) / (1 + sticky));
        double variance = squares / n * effective / (effective - 2);
        return new LeastSquares(
                height - slope * middle,
                slope,
                middle,
                Math.sqrt(variance / effective),
                Math.sqrt(variance / (spread * effective / n)),
                effective - 2);
    }

    double at(double x) {
        return level + slope * x;
    }

    private static double autocorrelation(double[] residuals, double squares) {
        double products = 0;
        for (int i = 1; i < residuals.length; i++) {
            products += residuals[i] * residuals[i - 1];
        }
        return squares == 0 ? 0 : Math.max(0, Math.min(STICKIEST, products / squares));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
